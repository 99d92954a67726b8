"""Run the tap: `python -m tap_usagestats`."""

from tap_usagestats.tap import main

if __name__ == "__main__":
    main()
