import asyncio
import socket

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class MailServer:
    """A real mail server on loopback that keeps what it takes; `answer` decides about each recipient."""

    def __init__(self, port=0):
        self.taken = []
        self.connections = 0
        self.answer = lambda recipient: "250 OK"
        self.pause_before = self.pause_in = 0
        self.port = port

    def start(self):
        server = self

        class Handler:
            async def handle_EHLO(self, smtp, session, envelope, hostname, responses):
                server.connections += 1
                session.host_name = hostname
                return responses

            async def handle_RCPT(self, smtp, session, envelope, address, options):
                await asyncio.sleep(server.pause_before)
                reply = server.answer(address)
                if reply.startswith("250"):
                    envelope.rcpt_tos.append(address)
                return reply

            async def handle_DATA(self, smtp, session, envelope):
                await asyncio.sleep(server.pause_in)
                server.taken.append(envelope)
                return "250 taken"

        class Listener(Controller):
            def factory(self):
                return SMTP(self.handler, enable_SMTPUTF8=False)

        self.controller = Listener(Handler(), hostname="127.0.0.1", port=self.port or free_port())
        self.controller.start()
        self.port = self.controller.port
        return self

    def stop(self):
        self.controller.stop()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def mail_server(settings):
    server = MailServer().start()
    settings.EMAIL_BACKEND = "outbox.backends.OutboxBackend"
    settings.OUTBOX_TRANSPORT = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": server.port,
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",
    }
    yield server
    server.stop()
