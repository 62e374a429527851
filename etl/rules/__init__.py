"""What must hold before a release is built, one module per kind of rule, all findings at once. Imports tables and below."""
