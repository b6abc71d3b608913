"""Made-up claims: realistic enough to test, show and measure with, and of nobody."""
