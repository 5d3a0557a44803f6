//! Writes an upload and reads events with apache-avro. Usage: see ../matrix.py
use apache_avro::types::{Record, Value};
use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::writer::datum::GenericDatumWriter;
use apache_avro::{GenericSingleObjectReader, GenericSingleObjectWriter, Schema};
use std::time::{SystemTime, UNIX_EPOCH};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let Err(error) = run(&args) {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

fn run(args: &[String]) -> Result<(), Box<dyn std::error::Error>> {
    let schema = Schema::parse_str(&std::fs::read_to_string(&args[1])?)?;
    match args[0].as_str() {
        "write-single" => {
            let mut value = Vec::new();
            GenericSingleObjectWriter::new_with_capacity(&schema, 256)?.write_value_ref(&upload(&schema, args)?, &mut value)?;
            println!("{}", hex(&value));
        }
        "write-body" => println!("{}", hex(&GenericDatumWriter::builder(&schema).build()?.write_value_to_vec(upload(&schema, args)?)?)),
        "read-single" => print(GenericSingleObjectReader::builder().schema(schema).build()?.read_value(&mut unhex(&args[2]).as_slice())?),
        _ => print(GenericDatumReader::builder(&schema).build()?.read_value(&mut unhex(&args[2]).as_slice())?),
    }
    Ok(())
}

/// An upload with a title alone.
fn upload(schema: &Schema, args: &[String]) -> Result<Value, Box<dyn std::error::Error>> {
    let mut record = Record::new(schema).ok_or("not a record")?;
    // A new record holds nulls, whatever the fields' defaults are.
    for text in ["seller_id", "locale"] {
        record.put(text, "");
    }
    record.put("seller_categories", Value::Array(vec![]));
    record.put("revision", 1i64);
    record.put("listing_id", args[2].as_str());
    record.put("title", args[3].as_str());
    record.put("uploaded_at", Value::TimestampMillis(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis() as i64));
    Ok(Value::from(record).resolve(schema)?)
}

fn print(event: Value) {
    if let Value::Record(fields) = event {
        for (name, value) in fields {
            if let ("listing_id", Value::String(id)) = (name.as_str(), value) {
                println!("{id}");
            }
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len() / 2).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).expect("hexadecimal digits")).collect()
}
