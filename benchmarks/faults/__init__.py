"""What visitors get while something goes wrong: ``python -m benchmarks.faults`` makes each fault and judges every answer."""
