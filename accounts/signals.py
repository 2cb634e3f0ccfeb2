"""What every part of the site is asked when somebody wants to see or to end what is kept about them.

Both send `emails`, the person's addresses in lower case, and `user`, None for somebody who wrote here
without an account. Every app that keeps something about people answers both.
"""

from django.dispatch import Signal

# Answer: {heading in the reader's language: [a dictionary for each row]}.
collect_person = Signal()
# Sent in one transaction, before the account itself goes. Answer: sentences about what must stay, and why.
erase_person = Signal()
