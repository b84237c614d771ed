package schema

import "encoding/json"

// Types of the entities that stand for things outside the conversation, and for plain values of a [SemanticAction].
const (
	EntityPlace          = "Place"
	EntityGeoCoordinates = "GeoCoordinates"
	EntityThing          = "Thing"
	EntityString         = "string"
	EntityNumber         = "number"
)

// Place is a location.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#place
type Place struct {
	Name    string `json:"name,omitempty"`
	Address Any    `json:"address,omitzero"` // text or an object
	Geo     Any    `json:"geo,omitzero"`     // usually GeoCoordinates
	HasMap  Any    `json:"hasMap,omitzero"`  // URL or an object

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

func (Place) entityType() string { return EntityPlace }

// GeoCoordinates is a point on Earth. Zero is a place too, so absent coordinates are nil.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#geocoordinates
type GeoCoordinates struct {
	Name      string   `json:"name,omitempty"`
	Latitude  *float64 `json:"latitude,omitempty"`  // degrees, WGS 84
	Longitude *float64 `json:"longitude,omitempty"` // degrees, WGS 84
	Elevation *float64 `json:"elevation,omitempty"` // metres, WGS 84

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

func (GeoCoordinates) entityType() string { return EntityGeoCoordinates }

// Thing is anything that has a name.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.thing
type Thing struct {
	Name string `json:"name,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

func (Thing) entityType() string { return EntityThing }

// StringEntity is a text, as a [SemanticAction] may have.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#semantic-action
type StringEntity struct {
	Value string `json:"value,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

func (StringEntity) entityType() string { return EntityString }

// NumberEntity is a number, as a [SemanticAction] may have. Read its Value with [As].
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#semantic-action
type NumberEntity struct {
	Value Any `json:"value,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

func (NumberEntity) entityType() string { return EntityNumber }
