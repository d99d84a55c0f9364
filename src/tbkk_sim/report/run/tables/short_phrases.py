"""Phrases of shortages of people: of whom, and when."""

from tbkk_sim.report.kit.phrases import N_

PART_SHORT = N_("Who is short, and when")
TABLE_SHORT = N_("Severe work and judging, after all help: hours asked per hour, and fte short")
TABLE_SHORT_AGREED = N_("With what was agreed, after all help: hours asked per hour, and fte short")
ALL_TOGETHER = N_("All together")
GROUP_ROLES = N_("By role")
GROUP_UNITS = N_("By unit")
OF_POOLS = N_("Help from pools")
SHORT_BY = N_("{load} ({fte} fte short)")
USED_OF = N_("{share} (of {fte} fte)")
SHORT_NOTE = N_(
    "Hours asked per hour, after all help: hours of work that come in for each hour of who is there, if all work were "
    "divided as evenly as skills and the rules for help allow; above one not all of it can be done. This is not the "
    "load of own people in other tables, which leaves help from pools and other units out. Short: so many more "
    "deployable people of that kind would be needed, unit by unit, since people of a unit do not work for another "
    "unless the rules say so. In practice it is at least so many. Hours are means over the futures; what waited before "
    "is not counted. Help from pools: how much is asked of what they may lend."
)
FIRST_SHORT = N_("Short of people for severe work and judging, with all help that the rules allow: {roles}.")
ROLE_SHORT = N_("{role} from {year} ({where}, {fte} fte), most in {worst} ({most} fte)")
ROLE_SHORT_ONCE = N_("{role} in {year} ({where}, {fte} fte)")
OTHERS_SHORT = N_("{roles}; {others} by less")
IN_UNITS = N_("{n} of {all} units")
HARDLY_SHORT = N_(
    "With all help that the rules allow, hardly anybody is short for severe work and judging: {fte} fte in {year}."
)
NOBODY_SHORT = N_(
    "With all help that the rules allow, nobody is short for severe work and judging in any year; most is asked of the "
    "role of {role}: {n} hours for each hour that they have, in {year}."
)
ROW_ROLE = N_("- {role}")
LOAD_AND_SHORT = N_("{load}/{fte}")
ROW_SHORT = N_("- all roles, fte short")

SHORT_WITH_AGREED = N_("With what was agreed as well at least {fte} fte are short in {year}, the worst year.")
BUT_WITH_AGREED = N_(
    "But with what was agreed as well at least {fte} fte are short at worst ({year}), even with work divided evenly."
)
ALWAYS_BUSY = N_("Nearly always busy then: {roles}.")
BUSY = N_("{role} ({share})")
SHORT_YET_FREE = N_(
    "Who is short is not always busy (in {year} {role}: {share} of the time): many steps of a case wait until others, "
    "most of all {busiest} ({most}), have done those before them."
)
LOAD_OWN = N_(
    "Without help of others severe work and judging ask for {severe} hours for each hour of own people; {more}."
)
LOAD_OWN_MOST = N_(
    "Without help of others severe work and judging ask for {severe} hours for each hour of own people over the whole "
    "period, and for {most} in {year}, the worst year; {more}."
)
MORE_WITH_AGREED = N_("with what was agreed it is {agreed}, with all that comes in {all}")
MORE_WITH_ALL = N_("with all that comes in it is {all}")
LOADS_NOTE = N_(
    "Load of severe work: hours of it and of judging that come in, per hour of a unit's own people, without help from "
    "elsewhere. What is asked of them after all help is in the tables of who is short."
)

# In a comparison.
TABLE_FIRST_SHORT = N_("Who is short for severe work and judging: the first year, then the worst")
WHO = N_("Who")
SHORT_FROM = N_("{year}: {fte} fte; {worst}: {most} fte")
SHORT_ONCE = N_("{year}: {fte} fte")
FIRST_SHORT_NOTE = N_(
    "Who is short: with all help that the rules allow, by hours that are means over the futures; a dash: nobody, or "
    "less than a decimal shows."
)
