package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// What the program exits with.
const (
	exitHealthy = 0
	exitProblem = 1
	exitUsage   = 2
)

const tokenGiven = `authdoctor: this holds a token, and was not read. Whoever has a token can use it: do not paste it anywhere.
The bot's log names the rule that a request failed without it: give the line that says "request refused".`

// console is where the program reads and writes.
type console struct {
	in       io.Reader
	out, err io.Writer
}

// options are the program's arguments.
type options struct {
	line, file      string // what to explain; both empty means the environment
	offline, asJSON bool
	timeout         time.Duration
	metadata, login string // stand-ins for the cloud's URLs
}

// run returns the exit status. Whatever it writes has gone through the mask.
func run(ctx context.Context, args, environ []string, std console) int {
	hide := newMask(environ)
	complain := func(text string) int {
		fmt.Fprintln(std.err, strings.TrimSpace(hide.text(text)))
		return exitUsage
	}
	if looksLikeToken(strings.Join(args, " ")) {
		return complain(tokenGiven)
	}
	var said strings.Builder
	opts, err := parseOptions(args, &said)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(std.out, said.String())
		return exitHealthy
	case err != nil:
		return complain(said.String())
	}
	var found *report
	if opts.line == "" && opts.file == "" {
		found = examine(ctx, environ, opts)
	} else if found, err = opts.explain(std.in); err != nil {
		return complain(err.Error())
	}
	if err := found.write(std.out, hide, opts.asJSON); err != nil {
		return complain("authdoctor: " + err.Error())
	}
	if found.problems() > 0 {
		return exitProblem
	}
	return exitHealthy
}

func parseOptions(args []string, said io.Writer) (options, error) {
	var opts options
	flags := flag.NewFlagSet("authdoctor", flag.ContinueOnError)
	flags.SetOutput(said)
	flags.Usage = func() {
		fmt.Fprintln(said, "usage: authdoctor [flags]              check the environment of the bot")
		fmt.Fprintln(said, "       authdoctor [flags] '<log line>' explain a line of its log")
		fmt.Fprintln(said, "       authdoctor [flags] -f <file>    explain its log; - is standard input")
		flags.PrintDefaults()
	}
	flags.StringVar(&opts.file, "f", "", "the log to explain")
	flags.BoolVar(&opts.offline, "offline", false, "check the configuration only, and reach nothing")
	flags.BoolVar(&opts.asJSON, "json", false, "write JSON")
	flags.DurationVar(&opts.timeout, "timeout", 10*time.Second, "how long each step on the network may take")
	flags.StringVar(&opts.metadata, "metadata", "", "OpenID metadata URL to use for the cloud's, for tests")
	flags.StringVar(&opts.login, "login", "", "base URL to ask for tokens instead of the cloud's, for tests")
	if err := flags.Parse(args); err != nil {
		return options{}, err
	}
	opts.line = strings.TrimSpace(strings.Join(flags.Args(), " "))
	var err error
	switch {
	case opts.line != "" && opts.file != "":
		err = errors.New("give a log line or -f, not both; flags come before the line")
	case opts.timeout <= 0:
		err = errors.New("-timeout must be more than nothing")
	}
	if err != nil {
		fmt.Fprintln(said, "authdoctor:", err)
	}
	return opts, err
}

// explain reads the log that is to be explained. Its errors are for the user, and do not repeat what was read.
func (o options) explain(stdin io.Reader) (*report, error) {
	log := io.Reader(strings.NewReader(o.line))
	switch o.file {
	case "":
	case "-":
		log = stdin
	default:
		file, err := os.Open(o.file)
		if err != nil {
			return nil, fmt.Errorf("authdoctor: -f: %w", err)
		}
		defer file.Close()
		log = file
	}
	return explainLog(log)
}
