package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/gif"  // which images Teams shows
	_ "image/jpeg" // likewise
	"image/png"
	"net/url"
	"strings"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// received reads a file from the person's drive, and says what it is. Its address works for some minutes only.
func (b *fileBot) received(ctx context.Context, name string, file teams.FileDownloadInfo) string {
	sum := sha256.New()
	size, err := b.drive.get(ctx, file.DownloadURL, sum)
	if err != nil {
		return fmt.Sprintf("I could not read %q: %v.", name, err)
	}
	return fmt.Sprintf("%q has %d bytes, and the SHA-256 %x.", name, size, sum.Sum(nil))
}

// picture reads a picture that is in the message itself, and says what it is. Those are kept by the connector, and need the
// bot's token; the client adds it, for the service URL's host only. So the id is all that is taken from the address.
func picture(ctx context.Context, turn *framework.TurnContext, address string) string {
	view, err := readView(ctx, turn, address)
	if err != nil {
		return fmt.Sprintf("I could not read the picture: %v.", err)
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(view)) // its size; a small file can hold a huge picture
	if err != nil {
		return "I cannot read pictures of that kind."
	}
	return fmt.Sprintf("A picture: %s, %d × %d.", format, config.Width, config.Height)
}

func readView(ctx context.Context, turn *framework.TurnContext, address string) ([]byte, error) {
	id, view, err := viewOf(address)
	if err != nil {
		return nil, err
	}
	client, err := connector.FromTurn(turn)
	if err != nil {
		return nil, err
	}
	got, err := client.AttachmentView(ctx, id, view)
	if err != nil {
		return nil, err
	}
	return got.Data, nil
}

// viewOf returns the ids in an address that ends with /v3/attachments/{id}/views/{view}.
func viewOf(address string) (id, view string, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", "", errors.New("it has no address")
	}
	_, rest, _ := strings.Cut(u.Path, "/v3/attachments/")
	id, view, _ = strings.Cut(rest, "/views/")
	if id == "" || view == "" || strings.Contains(id+view, "/") {
		return "", "", errors.New("it is not kept by the connector")
	}
	return id, view, nil
}

// onImage shows a picture inside the message, where it needs no host: small ones can be part of their address.
func onImage(ctx context.Context, turn *framework.TurnContext) error {
	var file bytes.Buffer
	if err := png.Encode(&file, drawing()); err != nil {
		return err
	}
	_, err := turn.SendActivity(ctx, schema.AttachmentMessage(schema.Attachment{
		ContentType: "image/png", Name: "squares.png",
		ContentURL: "data:image/png;base64," + base64.StdEncoding.EncodeToString(file.Bytes()),
	}))
	return err
}

func drawing() image.Image {
	squares := image.NewPaletted(image.Rect(0, 0, 128, 128), color.Palette{color.White, color.NRGBA{0x2f, 0x4b, 0xc7, 0xff}})
	for y := range 128 {
		for x := range 128 {
			squares.SetColorIndex(x, y, uint8((x/16+y/16)%2))
		}
	}
	return squares
}
