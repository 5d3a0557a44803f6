// Prints the fingerprints that goavro and hamba put into the header of an event.
package main

import (
	"encoding/hex"
	"fmt"
	"log"
	"os"
	"path/filepath"

	hamba "github.com/hamba/avro/v2"
	"github.com/hamba/avro/v2/soe"
	"github.com/linkedin/goavro/v2"
)

func main() {
	for _, event := range []string{"ProductUploaded", "ProductCategorized", "ReviewRequested"} {
		text, err := os.ReadFile(filepath.Join(os.Args[1], event+".avsc"))
		check(err)
		codec, err := goavro.NewCodec(string(text))
		check(err)
		fingerprint := make([]byte, 8)
		for i := range fingerprint {
			fingerprint[i] = byte(codec.Rabin >> (8 * i))
		}
		fmt.Println("goavro", event, hex.EncodeToString(fingerprint))
		schema, err := hamba.Parse(string(text))
		check(err)
		fingerprint, err = soe.ComputeFingerprint(schema)
		check(err)
		fmt.Println("hamba", event, hex.EncodeToString(fingerprint))
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
