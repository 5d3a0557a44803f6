// Writes an upload and reads events with hamba and goavro. Usage: see ../matrix.py
package main

import (
	"encoding/hex"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/hamba/avro/v2"
	"github.com/hamba/avro/v2/soe"
	"github.com/linkedin/goavro/v2"
)

func main() {
	library, what, file, rest := os.Args[1], os.Args[2], os.Args[3], os.Args[4:]
	schema, err := os.ReadFile(file)
	check(err)
	if library == "hamba" {
		hamba(what, string(schema), rest)
	} else {
		linkedin(what, string(schema), rest)
	}
}

func hamba(what, text string, rest []string) {
	schema, err := avro.Parse(text)
	check(err)
	upload := func() any {
		return map[string]any{"listing_id": rest[0], "title": rest[1], "uploaded_at": time.Now()}
	}
	var event map[string]any
	switch what {
	case "write-single":
		codec, err := soe.NewCodec(schema)
		check(err)
		value, err := codec.Encode(upload())
		check(err)
		fmt.Println(hex.EncodeToString(value))
	case "write-body":
		value, err := avro.Marshal(schema, upload())
		check(err)
		fmt.Println(hex.EncodeToString(value))
	case "read-single":
		codec, err := soe.NewCodec(schema)
		check(err)
		check(codec.Decode(unhex(rest[0]), &event))
		fmt.Println(event["listing_id"])
	case "read-body":
		check(avro.Unmarshal(schema, unhex(rest[0]), &event))
		fmt.Println(event["listing_id"])
	}
}

func linkedin(what, text string, rest []string) {
	codec, err := goavro.NewCodec(text)
	check(err)
	upload := func() any {
		return map[string]any{"listing_id": rest[0], "title": rest[1], "uploaded_at": time.Now()}
	}
	var event any
	var value []byte
	switch what {
	case "write-single":
		value, err = codec.SingleFromNative(nil, upload())
	case "write-body":
		value, err = codec.BinaryFromNative(nil, upload())
	case "read-single":
		event, _, err = codec.NativeFromSingle(unhex(rest[0]))
	case "read-body":
		event, _, err = codec.NativeFromBinary(unhex(rest[0]))
	}
	check(err)
	if value != nil {
		fmt.Println(hex.EncodeToString(value))
	} else {
		fmt.Println(event.(map[string]any)["listing_id"])
	}
}

func unhex(text string) []byte {
	bytes, err := hex.DecodeString(text)
	check(err)
	return bytes
}

func check(err error) {
	if err != nil {
		log.SetFlags(0)
		log.Fatal(err)
	}
}
