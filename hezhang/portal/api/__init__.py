"""The API as one house: all doors under one address, the page that explains them, the tokens that open them."""
