"""What a curriculum holds and what it lacks, as tables for people and data for programs."""
