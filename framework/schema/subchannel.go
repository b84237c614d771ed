package schema

import (
	"slices"
	"strings"
)

// SubChannelCopilot is the [Activity.SubChannel] of Microsoft 365 Copilot, within [ChannelTeams].
const SubChannelCopilot = "COPILOT"

// SubChannel returns the product inside the channel that the activity came from, or ""; SDKs of agents write both as one,
// such as msteams:COPILOT or agents:email. It is the id of the first [ProductInfo], whatever the case of its type.
func (a *Activity) SubChannel() string {
	for _, e := range a.Entities {
		if id, ok := productOf(e); ok {
			return id
		}
	}
	return ""
}

// SetSubChannel makes of the activity one for that product inside the channel; "" for the channel itself. Others who share
// the activity's entities keep them.
func (a *Activity) SetSubChannel(id string) {
	a.Entities = slices.DeleteFunc(slices.Clone(a.Entities), func(e Entity) bool {
		_, ok := productOf(e)
		return ok
	})
	if id != "" {
		a.Entities = append(a.Entities, ProductInfo{ID: id})
	}
}

func productOf(e Entity) (id string, ok bool) {
	if product, ok := entityAs[ProductInfo](e); ok {
		return product.ID, true
	}
	unknown, _ := entityAs[UnknownEntity](e)
	if len(unknown.Raw) == 0 || !strings.EqualFold(string(typeMember(unknown.Raw)), EntityProductInfo) {
		return "", false
	}
	product, err := As[struct {
		ID string `json:"id"`
	}](unknown.Raw)
	return product.ID, err == nil
}
