"""A plan that one changes by hand, beside the plan as it is; and one replication to look at, week by week."""
