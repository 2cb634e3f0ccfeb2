from wagtail import hooks

from .history import register_in_history

hooks.register("register_log_actions", register_in_history)
