// Package schema holds the wire types of the Activity protocol: what a channel and a bot say to each other.
//
// An [Activity] is one flat struct; which of its fields mean something depends on its Type. Three rules hold for
// every type of the package:
//
//   - What is absent stays absent. A zero field is not written, and neither is an empty object or array: some
//     clients accept a message with an empty "suggestedActions" and then never show it.
//   - Nothing is lost. Members that a type does not name are kept in its Extra map and written back; entities,
//     cards and enumeration values that this package does not know pass through untouched.
//   - Input is read strictly: member names match exactly, and a repeated name, a value of the wrong JSON type,
//     invalid UTF-8 or trailing data is an error.
//
// Open values (an activity's value and channelData, an attachment's content) have type [Any]: raw JSON when they
// were received, any Go value when they are sent. Read them with [As].
//
// All types work with the standard encoding/json as well: they carry MarshalJSON and UnmarshalJSON, which give
// the same result. Values are plain data without locks: share them for reading only.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md
package schema
