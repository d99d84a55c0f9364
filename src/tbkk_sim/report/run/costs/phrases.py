"""Phrases of costs; see `tbkk_sim.report.kit.phrases`."""

from tbkk_sim.report.kit.phrases import N_

PART_COSTS = N_("What it costs, and what a million euros brings")
TABLE = N_("Cost each year, in millions of euros of {year}")
WHO = N_("Paid for")
WHOLE = N_("Whole period")
GROUP_STRUCTURAL = N_("The teams, structural")
GROUP_ONE_OFF = N_("The teams, one-off")
GROUP_OTHERS = N_("Others")
GROUP_YIELDS = N_("For a million euros of the police as a whole")
ALL_STRUCTURAL = N_("Structural together")
ALL_ONE_OFF = N_("One-off together")
GROUP_TOGETHER = N_("Together")
ALL_TEAMS = N_("The teams")
ALL_OTHERS = N_("Others together")
POLICE = N_("The police as a whole")
PARTS = {
    "cost_posts_eur": N_("Posts"),
    "cost_civilians_eur": N_("Civilian specialists"),
    "cost_licences_eur": N_("Licences of tools"),
    "cost_temporary_eur": N_("Temporary people"),
    "cost_overtime_eur": N_("Overtime"),
    "cost_hiring_eur": N_("Recruitment"),
    "cost_cohorts_eur": N_("Cohorts"),
    "cost_retraining_eur": N_("Retraining"),
    "cost_purchase_eur": N_("Purchase of tools"),
    "cost_reallocated_eur": N_("Reallocated people"),
    "cost_borrowed_eur": N_("Borrowed hours"),
    "cost_devices_eur": N_("Examination of devices"),
}
"""Names of the parts, below the name of their group."""
YIELDS = {
    "interventions": N_("Interventions"),
    "files": N_("Files to the prosecution service"),
    "severe": N_("Severe cases finished"),
}
NOTE = N_(
    "Posts cost money while somebody holds them, deployable or not; vacant ones cost nothing. Others: who lends people "
    "or hours, and the laboratory. Prices are those of {year} and stay so. Of the prices that come with the program "
    "one is public, that of 60 detectives for EUR 7 million a year; the others are derived from it or assumed. "
    "Interventions: files, alternative settlements, letters and visits. All costs are divided by them, those of "
    "judging reports too."
)
COST_IN_YEARS = N_(
    "Cost in {years}, in millions of euros of {year}: the teams {teams}, of that one-off {one_off}; what others give "
    "(people, hours, examinations) {others}."
)
BRINGS = N_(
    "For each million of both together: {interventions} interventions, {files} files among them, and {severe} severe "
    "cases finished."
)
NO_INTERVENTIONS = N_("No intervention was finished, so none has a cost.")
NOT_PRICED = N_("Not counted, as no price is set: {what}.")
TOOL_OF = N_("a tool for {step}")
