"""What a favourable result grants: how long an approval lasts, and how many units it gives. Never a criterion."""
