// Sends an upload, then waits for its decision. Usage: go run . SCHEMAS BROKER LISTING_ID TITLE
package main

import (
	"context"
	"encoding/hex"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/hamba/avro/v2"
	"github.com/twmb/franz-go/pkg/kgo"
)

func main() {
	folder, broker, listing, title := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	event := func(name string) avro.Schema {
		schema, err := avro.ParseFiles(folder + "/" + name + ".avsc")
		check(err)
		return schema
	}
	events := map[string]avro.Schema{"c301d511a9b72461a7aa": event("ProductCategorized"), "c30143e61fcafe59e3bc": event("ReviewRequested")}
	header, _ := hex.DecodeString("c30110f16aab3b033026")
	body, err := avro.Marshal(event("ProductUploaded"), map[string]any{"listing_id": listing, "title": title, "uploaded_at": time.Now()})
	check(err)

	client, err := kgo.NewClient(kgo.SeedBrokers(broker), kgo.ConsumerGroup("example-"+listing), kgo.DisableAutoCommit(),
		kgo.ConsumeTopics("product-categories", "category-reviews"), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()))
	check(err)
	defer client.Close()
	upload := &kgo.Record{Topic: "product-uploads", Key: []byte(listing), Value: append(header, body...)}
	check(client.ProduceSync(context.Background(), upload).FirstErr())

	for {
		for _, record := range client.PollFetches(context.Background()).Records() {
			if string(record.Key) == listing {
				var decision map[string]any
				check(avro.Unmarshal(events[hex.EncodeToString(record.Value[:10])], record.Value[10:], &decision))
				fmt.Println(record.Topic, decision["labels"])
				return
			}
		}
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
