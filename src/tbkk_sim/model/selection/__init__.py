"""The rules of what is taken up and how it is treated: agreements, portfolio, campaigns and treatments."""
