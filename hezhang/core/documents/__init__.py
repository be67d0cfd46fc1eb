"""Documents: a small model of our own, written as .docx to be edited, and as PDF or pictures by Typst.

Knows paper and type, and nothing of what is written on it. What people have typed is data here, never markup.
"""
