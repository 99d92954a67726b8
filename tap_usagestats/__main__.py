"""Run the tap: `tap-usagestats`, or `python -m tap_usagestats`."""

import gc

gc.disable()  # importing 600 modules makes no garbage, and looking for it would take a tenth of the start-up

from tap_usagestats.tap import main  # noqa: E402  # what is imported here is what takes long

gc.freeze()
gc.enable()

if __name__ == "__main__":
    main()
