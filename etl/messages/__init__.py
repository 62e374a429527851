"""What is said to the office: findings, refusals, German words and numbers. Imports nothing of etl."""
