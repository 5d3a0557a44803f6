#!/usr/bin/env bash
# What surprised us: in Rust's apache-avro a new Record holds null in every field, and resolve() refuses those nulls instead of
#   taking the fields' defaults. In fastavro, and in a plain list of fields, a field that is left out has its default.
# Where it was met: a writer of uploads in Rust, which gave only the fields that have no default.
# Guess before running: resolve() fills in the defaults, since it applies the schema to the value.
# What it does: writes a record with a string `locale`, whose default is "en", and gives only the other field: with apache-avro
#   0.22.0 by Record, with apache-avro by a list of the fields that are there, and with fastavro 1.13.1.
# Output seen (2026-12-01): by Record: Expected Value::String, Value::Bytes or Value::Fixed, got: Null; by the list and with
#   fastavro: en.
set -euo pipefail
. "$(dirname "$0")/common.bash"

need cargo
python_packages fastavro==1.13.1

mkdir -p "$work/crate/src"
cat >"$work/crate/Cargo.toml" <<'TOML'
[package]
name = "finding"
version = "0.0.0"
edition = "2021"

[dependencies]
apache-avro = "=0.22.0"
TOML
cat >"$work/crate/src/main.rs" <<'RUST'
use apache_avro::types::{Record, Value};
use apache_avro::Schema;

fn shown(resolved: Result<Value, apache_avro::Error>) -> String {
    match resolved {
        Ok(Value::Record(fields)) => match fields.into_iter().find(|(name, _)| name == "locale") {
            Some((_, Value::String(text))) => text,
            other => format!("{other:?}"),
        },
        Ok(other) => format!("{other:?}"),
        Err(error) => error.to_string(),
    }
}

fn main() {
    let schema = Schema::parse_str(&std::env::args().nth(1).unwrap()).unwrap();
    let mut record = Record::new(&schema).unwrap();
    record.put("id", "a");
    println!("record={}", shown(Value::from(record).resolve(&schema)));
    let list = Value::Record(vec![("id".to_string(), Value::String("a".to_string()))]);
    println!("list={}", shown(list.resolve(&schema)));
}
RUST
schema='{"type":"record","name":"Upload","fields":[{"name":"id","type":"string"},{"name":"locale","type":"string","default":"en"}]}'
install cargo build --quiet --manifest-path "$work/crate/Cargo.toml" --target-dir "$work/target"
"$work/target/debug/finding" "$schema" >>"$work/seen"
run_python "$schema" <<'PYTHON'
import io
import json
import sys

import fastavro

schema = fastavro.parse_schema(json.loads(sys.argv[1]))
body = io.BytesIO()
fastavro.schemaless_writer(body, schema, {"id": "a"})
body.seek(0)
print("fastavro=" + fastavro.schemaless_reader(body, schema)["locale"])
PYTHON

check record "Expected Value::String, Value::Bytes or Value::Fixed, got: Null"
check list en
check fastavro en
