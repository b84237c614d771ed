package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

const (
	// maxFile is how large a file may be, in bytes, in either direction: as much as goes through within an invoke's 15 s.
	maxFile = 4 << 20
	// chunk is how much of a file is uploaded in one request. All but the last must be multiples of 320 KiB.
	//
	// Spec: https://learn.microsoft.com/graph/api/driveitem-createuploadsession#upload-bytes-to-the-upload-session
	chunk = 3 * 320 << 10
)

// microsoftHosts are where OneDrive and SharePoint keep files: hosts, or with a dot in front all hosts below.
var microsoftHosts = []string{".sharepoint.com", ".svc.ms", ".1drv.com", "onedrive.live.com"} //nolint:gochecknoglobals // never changes

// drive gets files from people's drives, and puts them there. The addresses come with activities, and are as secret as the
// files: they need no token, so none is ever sent along.
type drive struct {
	client *http.Client
	hosts  []string
}

// newDrive returns a drive that uses the client, for addresses at these hosts only.
func newDrive(client *http.Client, hosts ...string) *drive {
	d := &drive{hosts: hosts}
	own := *client
	own.CheckRedirect = func(r *http.Request, via []*http.Request) error {
		if len(via) > 3 {
			return errors.New("too many redirects")
		}
		return d.check(r.URL)
	}
	d.client = &own
	return d
}

// check says why an address is not one of people's files: a bot that gets whatever address it is given can be made to ask
// hosts for an attacker that only the bot can reach.
func (d *drive) check(u *url.URL) error {
	switch {
	case u.Scheme != "https" || u.User != nil || u.Port() != "":
		return errors.New("the file's address is not one of https")
	case !slices.ContainsFunc(d.hosts, func(host string) bool {
		return strings.EqualFold(u.Hostname(), host) || strings.HasPrefix(host, ".") && hasSuffixFold(u.Hostname(), host)
	}):
		return fmt.Errorf("the file is at %q, which is no host of OneDrive or SharePoint", u.Hostname())
	default:
		return nil
	}
}

func hasSuffixFold(s, suffix string) bool {
	return len(s) > len(suffix) && strings.EqualFold(s[len(s)-len(suffix):], suffix)
}

// get writes the file at an address to w. A file that is too large is an error, before or when that shows.
func (d *drive) get(ctx context.Context, address string, w io.Writer) (size int64, err error) {
	answer, err := d.do(ctx, http.MethodGet, address, nil, nil)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	if answer.ContentLength > maxFile {
		return 0, errTooLarge
	}
	size, err = io.Copy(w, io.LimitReader(answer.Body, maxFile+1))
	if err == nil && size > maxFile {
		err = errTooLarge
	}
	return size, withoutAddress(err)
}

var errTooLarge = fmt.Errorf("it is larger than %d MiB", maxFile>>20)

// put uploads a file to an address, in chunks.
func (d *drive) put(ctx context.Context, address string, file []byte) error {
	for first := 0; first < len(file); first += chunk {
		last := min(first+chunk, len(file)) - 1
		header := http.Header{
			"Content-Range": {fmt.Sprintf("bytes %d-%d/%d", first, last, len(file))},
			"Content-Type":  {"application/octet-stream"},
		}
		answer, err := d.do(ctx, http.MethodPut, address, header, bytes.NewReader(file[first:last+1]))
		if err != nil {
			return err
		}
		if err := answer.Body.Close(); err != nil {
			return err
		}
	}
	return nil
}

// do asks an address, and returns an answer of success.
func (d *drive) do(ctx context.Context, method, address string, header http.Header, body io.Reader) (*http.Response, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("the file has no address")
	}
	if err := d.check(u); err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return nil, withoutAddress(err)
	}
	r.Header = header
	answer, err := d.client.Do(r)
	if err != nil {
		return nil, withoutAddress(err)
	}
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		_ = answer.Body.Close()
		return nil, fmt.Errorf("the drive answered %s", answer.Status)
	}
	return answer, nil
}

// withoutAddress is the error without the file's address, which is a secret.
func withoutAddress(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}
