// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;

/** Who may know whom. A package that a rule names may not exist yet. */
@AnalyzeClasses(packages = "io.shelver", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.shelver";
    private static final String CATALOG = "io.shelver.catalog..";
    private static final String CLASSIFY = "io.shelver.classify..";
    private static final String BUNDLE = "io.shelver.bundle..";
    private static final String LISTINGS = "io.shelver.listings..";
    private static final String EVALUATION = "io.shelver.evaluation..";
    private static final String INFERENCE = "io.shelver.inference..";
    private static final String IMAGE = "io.shelver.image..";
    private static final String STREAM = "io.shelver.stream..";
    private static final String FLOW = "io.shelver.stream";
    private static final String FORMAT = "io.shelver.stream.format..";
    private static final String KAFKA = "io.shelver.stream.kafka..";
    private static final String LETTERS = "io.shelver.stream.letters..";
    private static final String TOPICS = "io.shelver.stream.topics..";
    private static final String CLIENTS = "io.shelver.stream.clients..";
    private static final String WORKBENCH = "io.shelver.stream.workbench..";
    private static final String EVENTS = "io.shelver.events..";
    private static final String HTTP = "io.shelver.http..";
    private static final String METRICS = "io.shelver.metrics..";
    /** Micrometer's binder wants the KafkaStreams itself. */
    private static final String KAFKA_METERS = "io.shelver.metrics.KafkaMeters";
    private static final String SETTINGS = "io.shelver.settings..";
    private static final String SERVING = "io.shelver.serving..";
    private static final String CLI = "io.shelver.cli..";
    private static final String BENCH = "io.shelver.bench..";
    private static final String JDK = "java..";
    private static final String NULLNESS = "org.jspecify..";

    @ArchTest
    static final ArchRule CATALOG_KNOWS_THE_JDK_ONLY = classes().that().resideInAPackage(CATALOG)
            .should().onlyDependOnClassesThat().resideInAnyPackage(CATALOG, JDK, NULLNESS);

    @ArchTest
    static final ArchRule CLASSIFY_KNOWS_THE_CATALOG_AND_THE_JDK_ONLY = classes().that().resideInAPackage(CLASSIFY)
            .should().onlyDependOnClassesThat().resideInAnyPackage(CLASSIFY, CATALOG, JDK, NULLNESS);

    @ArchTest
    static final ArchRule EVALUATION_KNOWS_THE_PURE_PACKAGES_AND_ITS_WRITERS = classes().that()
            .resideInAPackage(EVALUATION).should().onlyDependOnClassesThat()
            .resideInAnyPackage(EVALUATION, CLASSIFY, CATALOG, JDK, NULLNESS, "com.fasterxml.jackson..",
                    "org.knowm.xchart..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule PURE_TYPES_ARE_NOT_EXTENDED = classes().that().resideInAnyPackage(CATALOG, CLASSIFY)
            .and(not(INTERFACES)).and().areNotAnonymousClasses()
            .should().haveModifier(JavaModifier.FINAL)
            .because("cases are types, and behaviour is added by wrapping");

    @ArchTest
    static final ArchRule EDGES_DO_NOT_KNOW_ONE_ANOTHER = slices()
            .matching("io.shelver.(inference|image|stream|http|metrics)..")
            .should().notDependOnEachOther().allowEmptyShould(true)
            .because("only serving, the commands and the root wire");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES = slices().matching("io.shelver.(*)..").should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule ROOMS_HAVE_NO_CYCLES = slices().matching("io.shelver.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule KAFKA_IS_THE_GROUND_FLOOR = within(KAFKA)
            .should().dependOnClassesThat()
            .resideInAnyPackage(EVENTS, FLOW, FORMAT, LETTERS, TOPICS, CLIENTS, WORKBENCH)
            .because("every other room of the stream stands on it");

    @ArchTest
    static final ArchRule FORMAT_KNOWS_BYTES_AND_EVENTS_ONLY = within(FORMAT)
            .should().dependOnClassesThat().resideInAnyPackage(FLOW, LETTERS, TOPICS, CLIENTS, WORKBENCH);

    @ArchTest
    static final ArchRule TOPICS_DO_NOT_KNOW_WHAT_IS_IN_THEM = within(TOPICS)
            .should().dependOnClassesThat().resideInAnyPackage(EVENTS, FLOW, FORMAT, LETTERS, CLIENTS, WORKBENCH);

    @ArchTest
    static final ArchRule LETTERS_ARE_KEPT_AS_THEY_CAME = within(LETTERS)
            .should().dependOnClassesThat().resideInAnyPackage(EVENTS, FLOW, FORMAT, CLIENTS, WORKBENCH)
            .because("a dead letter is bytes that nobody could read");

    @ArchTest
    static final ArchRule THE_FLOW_NEITHER_MAKES_TOPICS_NOR_READS_ITS_OWN_DOORS = within(FLOW)
            .should().dependOnClassesThat().resideInAnyPackage(TOPICS, CLIENTS, WORKBENCH);

    @ArchTest
    static final ArchRule CLIENTS_ARE_OUTSIDE_THE_FLOW = within(CLIENTS)
            .should().dependOnClassesThat().resideInAnyPackage(FLOW, TOPICS, WORKBENCH);

    @ArchTest
    static final ArchRule PRODUCTION_DOES_NOT_KNOW_THE_WORKBENCH = onlyIn("the broker and the loop of demo and bench",
            WORKBENCH, BENCH, CLI).should().dependOnClassesThat().resideInAPackage(WORKBENCH);

    @ArchTest
    static final ArchRule THE_BROKER_RUNS_ON_THE_WORKBENCH = onlyIn("Kafka's own broker", WORKBENCH)
            .should().dependOnClassesThat().resideInAnyPackage("kafka..", "scala..", "org.apache.kafka.metadata..");

    @ArchTest
    static final ArchRule THE_WORKBENCH_MEASURES_THE_FLOW_ALONE = within(WORKBENCH)
            .should().dependOnClassesThat().resideInAnyPackage(TOPICS, LETTERS, CLIENTS);

    @ArchTest
    static final ArchRule SETTINGS_START_NOTHING = within(SETTINGS)
            .should().dependOnClassesThat().resideInAnyPackage(SERVING, CLI, BENCH, METRICS, FLOW, LETTERS, TOPICS,
                    CLIENTS, WORKBENCH);

    @ArchTest
    static final ArchRule COMMANDS_LEAVE_THE_FLOW_TO_SERVING = within(CLI)
            .should().dependOnClassesThat().resideInAPackage(FLOW);

    @ArchTest
    static final ArchRule SERVING_KNOWS_NO_COMMAND = within(SERVING)
            .should().dependOnClassesThat().resideInAnyPackage(CLI, BENCH, WORKBENCH);

    @ArchTest
    static final ArchRule MEASUREMENTS_TAKE_WHAT_THEY_MEASURE = within(BENCH)
            .should().dependOnClassesThat().resideInAnyPackage(CLI, SERVING, SETTINGS)
            .because("the command hands it to them");

    @ArchTest
    static final ArchRule MODELS_RUN_IN_INFERENCE = onlyIn("ONNX Runtime and DJL", INFERENCE)
            .should().dependOnClassesThat().resideInAnyPackage("ai.onnxruntime..", "ai.djl..");

    @ArchTest
    static final ArchRule SCORES_ARE_REMEMBERED_IN_INFERENCE = onlyIn("Caffeine", INFERENCE)
            .should().dependOnClassesThat().resideInAPackage("com.github.benmanes.caffeine..");

    @ArchTest
    static final ArchRule KAFKA_AND_AVRO_STAY_IN_STREAM = onlyIn("Kafka and Avro", STREAM, EVENTS)
            .and(not(name(KAFKA_METERS)).as("do not count Kafka's own meters")).should().dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..");

    @ArchTest
    static final ArchRule THE_REGISTRY_IS_ASKED_IN_FORMAT = onlyIn("Apicurio's serdes and what they bring", FORMAT)
            .should().dependOnClassesThat()
            .resideInAnyPackage("io.apicurio..", "com.microsoft.kiota..", "io.kiota..", "io.vertx..");

    @ArchTest
    static final ArchRule EVENTS_STAY_IN_STREAM = onlyIn("what Avro generates", STREAM, EVENTS, CLI)
            .should().dependOnClassesThat().resideInAPackage(EVENTS);

    @ArchTest
    static final ArchRule HTTP_KNOWS_THE_PURE_PACKAGES_AND_ITS_SERVER = classes().that().resideInAPackage(HTTP)
            .should().onlyDependOnClassesThat().resideInAnyPackage(HTTP, CLASSIFY, CATALOG, JDK, NULLNESS, "kotlin..",
                    "io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..", "com.fasterxml.jackson..",
                    "org.slf4j..");

    @ArchTest
    static final ArchRule HTTP_IS_SERVED_IN_HTTP = onlyIn("Javalin and its Jetty", HTTP)
            .should().dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..");

    @ArchTest
    static final ArchRule MICROMETER_STAYS_IN_METRICS = onlyIn("Micrometer", METRICS, ROOT)
            .should().dependOnClassesThat().resideInAPackage("io.micrometer..");

    @ArchTest
    static final ArchRule JSON_STAYS_WITH_FILES = onlyIn("Jackson", BUNDLE, EVALUATION, LISTINGS, HTTP, BENCH,
            FORMAT)
            .should().dependOnClassesThat().resideInAPackage("com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule PERCENTILES_ARE_TAKEN_IN_BENCH = onlyIn("HdrHistogram", BENCH)
            .should().dependOnClassesThat().resideInAPackage("org.HdrHistogram..");

    @ArchTest
    static final ArchRule PROTOBUF_STAYS_IN_BUNDLE = onlyIn("protobuf", BUNDLE)
            .should().dependOnClassesThat().resideInAPackage("com.google.protobuf..");

    @ArchTest
    static final ArchRule COMMAND_LINES_ARE_READ_IN_CLI = onlyIn("picocli and the progress bar", CLI)
            .should().dependOnClassesThat().resideInAnyPackage("picocli..", "me.tongfei.progressbar..");

    @ArchTest
    static final ArchRule CHARTS_ARE_DRAWN_IN_EVALUATION = onlyIn("XChart", EVALUATION)
            .should().dependOnClassesThat().resideInAPackage("org.knowm.xchart..");

    @ArchTest
    static final ArchRule PICTURES_ARE_DECODED_IN_IMAGE = onlyIn("ImageIO and TwelveMonkeys", IMAGE)
            .should().dependOnClassesThat().resideInAnyPackage("javax.imageio..", "com.twelvemonkeys..");

    @ArchTest
    static final ArchRule LINKS_ARE_FOLLOWED_IN_IMAGE = onlyIn("HttpClient and the AWS SDK", IMAGE)
            .should().dependOnClassesThat().resideInAnyPackage("org.apache.hc..", "software.amazon..");

    @ArchTest
    static final ArchRule THE_ENVIRONMENT_IS_READ_IN_CLI = onlyIn("System.getenv", CLI)
            .should().callMethod(System.class, "getenv").orShould().callMethod(System.class, "getenv", String.class);

    @ArchTest
    static final ArchRule THE_PROCESS_ENDS_IN_CLI = onlyIn("System.exit", CLI)
            .should().callMethod(System.class, "exit", int.class)
            .orShould().callMethod(Runtime.class, "exit", int.class)
            .orShould().callMethod(Runtime.class, "halt", int.class);

    private static GivenClassesConjunction within(String room) {
        return noClasses().that().resideInAPackage(room);
    }

    private static GivenClassesConjunction onlyIn(String what,
            String... packages) {
        return noClasses().that(not(resideInAnyPackage(packages)).as("have no business with " + what));
    }
}
