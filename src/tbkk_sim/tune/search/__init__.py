"""The search for staffing plans: what is measured, how effort is spent, how plans respond."""
