package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

// maxAttachments is how many files of one message are looked at.
const maxAttachments = 10

// fileBot takes files and sends them.
type fileBot struct {
	handlers.TeamsActivityHandler

	drive *drive
}

func newBot(d *drive) framework.Handler {
	b := &fileBot{drive: d}
	b.OnMessageRegexp(regexp.MustCompile(`(?i)^send (\d{1,6})$`), b.onSend)
	b.OnMessageText("image", onImage)
	b.OnMessage(b.onMessage)
	b.OnFileConsentAccept(b.onAccept)
	b.OnFileConsentDecline(onDecline)
	return b
}

// onMessage tells of each file and picture in the message.
func (b *fileBot) onMessage(ctx context.Context, turn *framework.TurnContext) error {
	found := false
	for _, a := range turn.Activity.Attachments[:min(len(turn.Activity.Attachments), maxAttachments)] {
		var text string
		if file, ok := teams.FileDownload(a); ok {
			text = b.received(ctx, a.Name, file)
		} else if strings.HasPrefix(a.ContentType, "image/") {
			text = picture(ctx, turn, a.ContentURL)
		} else {
			continue // a card, or the message once more as HTML
		}
		found = true
		if err := turn.SendText(ctx, text); err != nil {
			return err
		}
	}
	if found {
		return nil
	}
	return turn.SendText(ctx, "Send me a file or a picture, or say `send 500` for a file of 500 KiB, or `image`.")
}

// offer is what a consent card is about. It comes back with the answer, from a client, which may send anything.
type offer struct {
	KiB int `json:"kib"`
}

func (o offer) name() string { return fmt.Sprintf("numbers-%d.txt", o.KiB) }

// isPossible reports whether there can be such a file.
func (o offer) isPossible() bool { return o.KiB >= 1 && o.KiB <= maxFile>>10 }

// content is the file: as many numbers as it has room for.
func (o offer) content() []byte {
	size := o.KiB << 10
	file := make([]byte, 0, size+20)
	for n := 1; len(file) < size; n++ {
		file = strconv.AppendInt(file, int64(n), 10)
		file = append(file, '\n')
	}
	return file[:size]
}

// onSend asks whether a file may be put into the person's drive. Without asking, no bot can.
func (b *fileBot) onSend(ctx context.Context, turn *framework.TurnContext, match []string) error {
	if turn.Activity.Conversation.ConversationType != schema.ConversationPersonal {
		return turn.SendText(ctx, "Bots can offer files in personal chats only.")
	}
	kib, err := strconv.Atoi(match[1])
	o := offer{KiB: kib}
	if err != nil || !o.isPossible() {
		return turn.SendText(ctx, fmt.Sprintf("I send files from 1 to %d KiB.", maxFile>>10))
	}
	card := teams.FileConsentCard{
		Description: "Numbers, as many as fit", SizeInBytes: int64(o.KiB) << 10, AcceptContext: o, DeclineContext: o,
	}
	_, err = turn.SendActivity(ctx, schema.AttachmentMessage(card.Attachment(o.name())))
	return err
}

// onAccept puts the file where the answer says, shows it, and takes the card away, which would allow it once more.
func (b *fileBot) onAccept(ctx context.Context, turn *framework.TurnContext, consent teams.FileConsentCardResponse) error {
	o, err := offered(turn, consent)
	if err != nil {
		return err
	}
	// Teams sends an invoke again that took too long: upload once, unless that failed.
	var failed error
	err = framework.Once(ctx, turn, "upload/"+consent.UploadInfo.UniqueID+"/"+turn.Activity.ReplyToID, func(ctx context.Context) error {
		if failed = b.drive.put(ctx, consent.UploadInfo.UploadURL, o.content()); failed != nil {
			return failed
		}
		card := teams.FileInfoCard{UniqueID: consent.UploadInfo.UniqueID, FileType: consent.UploadInfo.FileType}
		info := card.Attachment(consent.UploadInfo.Name, consent.UploadInfo.ContentURL)
		if _, err := turn.SendActivity(ctx, schema.AttachmentMessage(info)); err != nil {
			return err
		}
		return withdraw(ctx, turn)
	})
	if failed != nil {
		return turn.SendText(ctx, "I could not send "+o.name()+": "+failed.Error()+".")
	}
	return err
}

func onDecline(ctx context.Context, turn *framework.TurnContext, consent teams.FileConsentCardResponse) error {
	o, err := offered(turn, consent)
	if err != nil {
		return err
	}
	if err := turn.SendText(ctx, "Then I keep "+o.name()+"."); err != nil {
		return err
	}
	return withdraw(ctx, turn)
}

// offered reads what was offered.
func offered(turn *framework.TurnContext, consent teams.FileConsentCardResponse) (offer, error) {
	o, err := schema.As[offer](consent.Context)
	if err == nil && !o.isPossible() {
		err = errors.New("no such file was offered")
	}
	if err != nil {
		return offer{}, &framework.BadValueError{Name: turn.Activity.Name, Err: err}
	}
	return o, nil
}

// withdraw deletes the card that was answered.
func withdraw(ctx context.Context, turn *framework.TurnContext) error {
	if turn.Activity.ReplyToID == "" {
		return nil
	}
	return turn.DeleteActivity(ctx, turn.Activity.ReplyToID)
}
