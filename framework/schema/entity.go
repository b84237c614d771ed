package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"html"
	"strings"

	jsonv2 "github.com/go-json-experiment/json"

	"github.com/convobot/convo/framework/internal/wire"
)

// EntityMention is the type of the [Mention] entity.
const EntityMention = "mention"

// Entity is metadata about an activity: a [Mention], or an [UnknownEntity] for every type that this package does
// not model. The interface is sealed; send an entity of your own as an UnknownEntity.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#entity
type Entity interface{ entity() }

// Mention says that a message mentions someone, and which part of the text does.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#mention-entity
type Mention struct {
	Mentioned ChannelAccount `json:"mentioned,omitzero,omitempty"`
	Text      string         `json:"text,omitempty"` // as it stands in the message: <at>name</at>

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// NewMention returns a mention of account. Put its Text into the message where the mention shall stand; the name
// in it is escaped, so that a name with markup in it stays a name.
func NewMention(account ChannelAccount) Mention {
	return Mention{Mentioned: account, Text: "<at>" + html.EscapeString(account.Name) + "</at>"}
}

// UnknownEntity is an entity of any other type, or one that is malformed (A2104, A2105). Raw is the whole entity
// and is written back as it is.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#entity
type UnknownEntity struct{ Raw json.RawMessage }

func (Mention) entity()       {}
func (UnknownEntity) entity() {}

// mentionWire is Mention with the discriminator that the wire has.
type mentionWire struct {
	Type string `json:"type"`
	plainMention
}

type plainMention Mention

// MarshalJSON writes the mention with its type.
func (m Mention) MarshalJSON() ([]byte, error) {
	return wire.Marshal(mentionWire{Type: EntityMention, plainMention: plainMention(m)}, writers)
}

// UnmarshalJSON reads a mention, whatever its type member says.
func (m *Mention) UnmarshalJSON(data []byte) error {
	var read mentionWire
	err := decodeTwin(data, &read)
	*m = Mention(read.plainMention)
	return err
}

// MarshalJSON writes Raw.
func (u UnknownEntity) MarshalJSON() ([]byte, error) {
	if len(u.Raw) == 0 {
		return nil, errors.New("schema: UnknownEntity has no Raw; set it to the entity's JSON")
	}
	return u.Raw, nil
}

// UnmarshalJSON keeps data as it is.
func (u *UnknownEntity) UnmarshalJSON(data []byte) error {
	u.Raw = append(json.RawMessage(nil), data...)
	return nil
}

// readEntity never fails: what is not a well-formed entity of a known type is kept as it came. The options are
// those of the decoder that met the entity.
func readEntity(raw []byte, opts jsonv2.Options) Entity {
	if mayBeMention(raw) {
		var read mentionWire
		if wire.Unmarshal(raw, &read, opts) == nil && strings.EqualFold(read.Type, EntityMention) {
			return Mention(read.plainMention)
		}
	}
	return UnknownEntity{Raw: bytes.Clone(raw)}
}

// mayBeMention reports whether raw may have the type of a mention in any letter case. It spares entities of other
// types from being read; one whose type is written with JSON escapes stays unknown.
func mayBeMention(raw []byte) bool {
	for i := 0; i+len(EntityMention) <= len(raw); i++ {
		if raw[i]|0x20 == EntityMention[0] && bytes.EqualFold(raw[i:i+len(EntityMention)], []byte(EntityMention)) {
			return true
		}
	}
	return false
}
