package transcript

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/convobot/convo/framework/schema"
)

// WriteFile writes entries, those of [All] say, as a .transcript file, which the Emulator and others open: a JSON array of
// activities, in UTF-8. An activity without a timestamp gets the time of its entry. The error is the writer's or that of the
// entries; an entry that is no activity is one.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/transcript/transcript.md
func WriteFile(w io.Writer, entries iter.Seq2[Entry, error]) error {
	separator := "["
	err := write(w, entries, func(out *bufio.Writer, e Entry) error {
		activity, err := fileActivity(e)
		if err != nil {
			return fmt.Errorf("transcript: the entry of %v is no activity: %w", e.At, err)
		}
		if _, err := out.WriteString(separator); err != nil {
			return err
		}
		separator = ",\n"
		_, err = out.Write(activity)
		return err
	})
	if err != nil {
		return err
	}
	end := "]\n"
	if separator == "[" {
		end = "[]\n"
	}
	_, err = io.WriteString(w, end)
	return err
}

// fileActivity returns the JSON of an entry in a file.
func fileActivity(e Entry) ([]byte, error) {
	var a schema.Activity
	if err := a.UnmarshalJSON(e.Activity); err != nil {
		return nil, err
	}
	if a.Type == "" {
		return nil, errNoType
	}
	if a.Timestamp.IsZero() {
		a.Timestamp = schema.NewTime(e.At.UTC())
	}
	return a.MarshalJSON()
}

// ReadFiles yields the activities of .transcript files, one file after the other: each a JSON array of activities, or an
// object with one as its member transcript. Of the object, other members are passed over, and so is what has no type. One
// activity is held in memory at a time. The error, yielded last, is the reader's, or says what is wrong with which activity
// of which file, both counted from 1.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/transcript/transcript.md
func ReadFiles(files ...io.Reader) iter.Seq2[schema.Activity, error] {
	return func(yield func(schema.Activity, error) bool) {
		for i, file := range files {
			f := transcriptFile{yield: yield}
			if err := f.read(file); err != nil {
				if !errors.Is(err, errStopped) {
					yield(schema.Activity{}, fmt.Errorf("transcript: file %d: %w", i+1, err))
				}
				return
			}
		}
	}
}

var (
	errStopped   = errors.New("the caller has seen enough")
	errNoType    = errors.New("it has no type")
	errNoFile    = errors.New("neither an array nor an object")
	errNoList    = errors.New("the object has no member transcript")
	errTwoLists  = errors.New("the object has two members transcript")
	errNotAList  = errors.New("the member transcript is no array")
	errMoreThere = errors.New("there is something behind the end")
)

// transcriptFile is one file that is being read.
type transcriptFile struct {
	yield   func(schema.Activity, error) bool
	decoder *json.Decoder
	count   int
}

func (f *transcriptFile) read(file io.Reader) error {
	in := bufio.NewReader(file)
	if mark, _ := in.Peek(3); string(mark) == "\ufeff" {
		_, _ = in.Discard(3) // it was there
	}
	f.decoder = json.NewDecoder(in)
	start, err := f.decoder.Token()
	if err != nil {
		return err
	}
	switch start {
	case json.Delim('['):
		err = f.list()
	case json.Delim('{'):
		err = f.object()
	default:
		err = errNoFile
	}
	if err != nil {
		return err
	}
	if _, err := f.decoder.Token(); !errors.Is(err, io.EOF) {
		return errMoreThere
	}
	return nil
}

// object reads the rest of an object.
func (f *transcriptFile) object() error {
	found := false
	for f.decoder.More() {
		name, err := f.decoder.Token()
		if err != nil {
			return err
		}
		if name != "transcript" {
			var other json.RawMessage
			if err := f.decoder.Decode(&other); err != nil {
				return err
			}
			continue
		}
		if found {
			return errTwoLists
		}
		found = true
		start, err := f.decoder.Token()
		if err != nil {
			return err
		}
		if start != json.Delim('[') {
			return errNotAList
		}
		if err := f.list(); err != nil {
			return err
		}
	}
	if _, err := f.decoder.Token(); err != nil {
		return err
	}
	if !found {
		return errNoList
	}
	return nil
}

// list yields the activities of the rest of an array.
func (f *transcriptFile) list() error {
	for f.decoder.More() {
		f.count++
		var raw json.RawMessage
		if err := f.decoder.Decode(&raw); err != nil {
			return fmt.Errorf("activity %d: %w", f.count, err)
		}
		var a schema.Activity
		if err := a.UnmarshalJSON(raw); err != nil {
			return fmt.Errorf("activity %d: %w", f.count, err)
		}
		if a.Type != "" && !f.yield(a, nil) {
			return errStopped
		}
	}
	_, err := f.decoder.Token()
	return err
}
