"""The pages of writing a vacancy, in their order."""

from .applying import ApplyForm
from .outcome import OutcomeForm
from .skills import LanguagesForm
from .terms import TermsForm
from .text import TextForm
from .work import WhatForm, WhereForm

__all__ = ["STEPS", "OutcomeForm"]

STEPS = [WhatForm, WhereForm, TermsForm, LanguagesForm, TextForm, ApplyForm]
