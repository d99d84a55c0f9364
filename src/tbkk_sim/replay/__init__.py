"""One replication to look at, week by week."""
