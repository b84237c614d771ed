package proactive

import (
	"fmt"

	"github.com/convobot/convo/framework/internal/wire"
)

// recordVersion is the version of a record's JSON. It grows when an older Convo would misread a newer record; a new
// member alone does not make it grow.
const recordVersion = 1

// plainRecord has the fields of a Record without its methods.
type plainRecord Record

type wireRecord struct {
	Version int `json:"v"`
	*plainRecord
}

// MarshalJSON writes the form in which databases and the files of package transfer hold a record: an object with the members of Record under
// their names in lower camel case, and the version of the form as "v", which is 1. What is absent is left out. The error
// says that a text is not UTF-8, or that a [Notice].Body or Origin is not JSON.
func (r Record) MarshalJSON() ([]byte, error) {
	data, err := wire.Marshal(wireRecord{recordVersion, (*plainRecord)(&r)})
	if err != nil {
		return nil, fmt.Errorf("proactive: record cannot be written: %w", err)
	}
	return data, nil
}

// UnmarshalJSON reads what MarshalJSON wrote. Members that it does not know are passed over; the error says that
// a later Convo wrote the record, or what in it does not fit.
func (r *Record) UnmarshalJSON(data []byte) error {
	var read Record
	in := wireRecord{plainRecord: (*plainRecord)(&read)}
	if err := wire.Unmarshal(data, &in); err != nil {
		return fmt.Errorf("proactive: record cannot be read: %s", wire.ProblemOf(err))
	}
	if in.Version != recordVersion {
		return fmt.Errorf("proactive: record has version %d of its form, and this Convo reads %d: update Convo", in.Version, recordVersion)
	}
	*r = read
	return nil
}
