"""What the dashboard costs: build, reruns, browser, memory, load. Measures from outside, on loopback only."""
