"""How sure: the interval of a mean against the band of single futures."""

from tbkk_sim.experiment.statistics import summarise
from tbkk_sim.reporting import words
from tbkk_sim.reporting.run_view import RunView


def how_sure(run: RunView) -> str:
    """Say what is known of the backlog at the end and of the demand not met, and what not."""
    say = run.say
    if run.replications < 2:
        return say(words.SURE_ONE)
    sentences = [say(words.SURE, n=say.number(run.replications))]
    for key_figure, phrase in (("backlog_end", words.SURE_BACKLOG), ("demand_not_met", words.SURE_NOT_MET)):
        of_futures = run.values(key_figure).dropna()
        if len(of_futures) < 2:
            continue
        values = summarise(of_futures.to_numpy())
        numbers = {
            "mean": values.mean,
            "low": values.interval_low,
            "high": values.interval_high,
            "band_low": values.band_low,
            "band_high": values.band_high,
        }
        sentences.append(say(phrase, **{name: say.count(float(value[0])) for name, value in numbers.items()}))
    return " ".join([*sentences, say(words.SURE_CLOSE), say(words.SURE_INPUT)])
