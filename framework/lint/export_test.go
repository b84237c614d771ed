package lint

// Markdown is the table of requirements.
var Markdown = markdown
