"""The search for staffing plans: measures, loss function, response to posts, and allocation."""
