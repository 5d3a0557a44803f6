//! Prints the fingerprints that apache-avro computes, as their bytes stand in an event.
use apache_avro::{rabin::Rabin, Schema};

fn main() {
    let folder = std::env::args().nth(1).expect("the folder of the schemas");
    for event in ["ProductUploaded", "ProductCategorized", "ReviewRequested"] {
        let text = std::fs::read_to_string(format!("{folder}/{event}.avsc")).expect("a schema");
        let schema = Schema::parse_str(&text).expect("a schema that loads alone");
        println!("apache-avro {event} {}", schema.fingerprint::<Rabin>());
    }
}
