#!/usr/bin/env bash
# What surprised us: avro-maven-plugin writes a class again only if that class's own schema file is newer. If a schema that it
#   refers to changes, the class keeps the old one inside its SCHEMA$, and the build succeeds.
# Where it was met: the schema of Shelver's ReviewRequested contains ProductUploaded, and its class stayed as it was when the
#   inner schema changed.
# Guess before running: the outer class is not written again, as a closing note of the project says. Right.
# What it does: generates two classes with avro-maven-plugin 1.12.2, adds a field to the inner schema, generates again, and
#   lists the classes whose SCHEMA$ has the field.
# Output seen (2026-12-01): the inner class has the field, the outer class lacks it; after a clean generation both have it.
set -euo pipefail
. "$(dirname "$0")/common.bash"

mkdir "$work/schemas"
cat >"$work/pom.xml" <<'POM'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>findings</groupId><artifactId>avro-plugin-stale-class</artifactId><version>1</version>
  <build><plugins><plugin>
    <groupId>org.apache.avro</groupId><artifactId>avro-maven-plugin</artifactId><version>1.12.2</version>
    <configuration>
      <sourceDirectory>schemas</sourceDirectory>
      <outputDirectory>classes</outputDirectory>
      <imports><import>schemas/Upload.avsc</import></imports>
    </configuration>
  </plugin></plugins></build>
</project>
POM
cat >"$work/schemas/Review.avsc" <<'AVSC'
{"type":"record","name":"Review","namespace":"example","fields":[{"name":"upload","type":"example.Upload"}]}
AVSC

upload() { # FIELDS: writes the inner schema
  echo '{"type":"record","name":"Upload","namespace":"example","fields":['"$1"']}' >"$work/schemas/Upload.avsc"
}
generate() { # NAME: generates, and notes which classes know the field `locale`
  (cd "$work" && maven org.apache.avro:avro-maven-plugin:1.12.2:schema)
  echo "$1=$(cd "$work/classes/example" && grep -l 'SCHEMA\$ =.*locale' ./*.java | xargs echo)" >>"$work/seen"
}

upload '{"name":"title","type":"string"}'
generate before
sleep 2
upload '{"name":"title","type":"string"},{"name":"locale","type":"string","default":""}'
generate after
rm -r "$work/classes"
generate clean

check before ""
check after "./Upload.java"
check clean "./Review.java ./Upload.java"
