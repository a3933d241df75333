"""Business scopes written for Saidao, with their classes; the fit of the classifier."""
