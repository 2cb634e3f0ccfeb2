from .entries import VacancyEntry
from .occupations import FieldOfWork, Occupation
from .vacancies import Vacancy

__all__ = ["FieldOfWork", "Occupation", "Vacancy", "VacancyEntry"]
