"""DICOM: taking files in, naming what they hold, decoding frames; the only home of pydicom.

`intake.Intake` is the door: every foreign file is opened in a limited child process and nowhere else.
"""
