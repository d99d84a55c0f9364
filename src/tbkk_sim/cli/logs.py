"""Lines of the log beside the output, such as that the engine is compiled: in the language of the command."""

import logging

from tbkk_sim.cli.arguments import said
from tbkk_sim.config.hydra_settings import LOG_LINE
from tbkk_sim.problem import Phrase


class TranslatedRecord(logging.LogRecord):
    """A line of the log of which the phrases are translated."""

    def getMessage(self) -> str:  # noqa: N802  (the name that logging gives it)
        """The line."""
        given = self.args if isinstance(self.args, tuple) else ()
        if isinstance(self.msg, Phrase):
            return said(self.msg)
        if any(isinstance(value, Phrase) for value in given):
            return str(self.msg) % tuple(said(value) if isinstance(value, Phrase) else value for value in given)
        return super().getMessage()


def translate_logs() -> None:
    """Let all lines that are logged from here on be said in the language of the command, as its other messages are.

    In a run Hydra writes them, as conf/config.yaml says; in other verbs the last handler of Python does.
    """
    logging.setLogRecordFactory(TranslatedRecord)
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(logging.Formatter(LOG_LINE))
