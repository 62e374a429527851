"""Pictures that leave the house: from a drawing to a finished PNG, SVG or PDF, complete in itself."""
