"""The order of places in a line, which the readable engine leaves to tuples, is the rule that both engines share."""

from itertools import product

from tbkk_sim.domain import rules


def test_places_compare_by_the_rule_of_who_goes_before():
    places = list(product((1, 2), (-3.0, 0.0, 0.5), (7, 8)))
    for a, b in product(places, places):
        assert (a < b) == rules.goes_before(*a, *b)


def test_the_days_of_a_class_are_added_to_the_arrival():
    for order in (rules.BY_SEVERITY, rules.FIRST_COME, rules.DEADLINE):
        for arrived_days in (-20.25, 0.0, 1 / 3, 1234.567):
            days_of_class = rules.place_in_line(order, 0.0, 42.0)
            assert arrived_days + days_of_class == rules.place_in_line(order, arrived_days, 42.0)
