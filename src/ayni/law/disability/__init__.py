"""Benefits of persons with a disability."""
