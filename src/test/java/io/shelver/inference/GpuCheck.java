// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.shelver.bundle.Bundle;
import io.shelver.bundle.ModalityGraph;
import io.shelver.catalog.Image;
import io.shelver.catalog.Listing;
import io.shelver.catalog.Pixels;
import io.shelver.classify.Modality;
import io.shelver.classify.Pictures;
import io.shelver.image.DecodedPictures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Run by {@code src/test/gpu/run}: checks the golden listings, measures pictures a second of ONNX Runtime alone and
 * through {@link Models}, and watches the memory. The exit status is 1 if the models fail the check, or the memory
 * grows.
 */
final class GpuCheck {
    private static final double MOST_GROWTH = 0.05;

    private final Bundle bundle;
    private final Provider provider;
    private final Duration each;
    private final int cores = Runtime.getRuntime().availableProcessors();

    private GpuCheck(Bundle bundle, Provider provider, Duration each) {
        this.bundle = bundle;
        this.provider = provider;
        this.each = each;
    }

    /**
     * @param arguments
     *            provider, bundle, and the seconds of each measurement
     */
    public static void main(String[] arguments) throws Exception {
        Provider provider = Provider.parse(arguments[0]).getFirst();
        new GpuCheck(Bundle.open(Path.of(arguments[1])), provider,
                Duration.ofSeconds(Integer.parseInt(arguments[2]))).run();
    }

    private void run() throws Exception {
        try (Models models = open(DecodedPictures.inlineOnly())) {
            System.out.println("golden listings on %s: %s".formatted(provider.key(), GoldenCheck.run(bundle, models)));
        }
        ModalityGraph.Picture picture = bundle.modalities().stream().filter(ModalityGraph.Picture.class::isInstance)
                .map(ModalityGraph.Picture.class::cast).findFirst()
                .orElseThrow(() -> new IllegalStateException("the bundle reads no pictures"));
        double raw = raw(picture);
        double pipeline = pipeline(picture);
        System.out.println(String.format(Locale.ROOT,
                "%s on %s: ONNX Runtime alone %.0f pictures/s, pipeline %.0f, %.2f of it", picture.name(),
                provider.key(), raw, pipeline, pipeline / raw));
    }

    private Models open(Pictures pictures) {
        return Models.open(bundle, pictures, Duration.ofMinutes(1), List.of(provider), false, cores);
    }

    private double raw(ModalityGraph.Picture picture) throws OrtException {
        try (SessionOptions options = Device.options(cores)) {
            provider.addTo(options);
            try (OrtSession session = OrtEnvironment.getEnvironment().createSession(picture.graph().read(), options);
                    Inputs inputs = new Inputs()) {
                ByteBuffer images = inputs.bytes("images", Device.MAX_ROWS, 3, picture.height(), picture.width());
                images.put(noise(images.remaining()));
                long pictures = 0;
                session.run(inputs.tensors()).close();
                long begin = System.nanoTime();
                while (System.nanoTime() - begin < each.toNanos()) {
                    session.run(inputs.tensors()).close();
                    pictures += Device.MAX_ROWS;
                }
                return pictures / seconds(begin);
            }
        }
    }

    /** Measures decoded pictures, with as many callers as cores. */
    private double pipeline(ModalityGraph.Picture picture) throws Exception {
        int height = 2 * picture.height();
        int width = 2 * picture.width();
        Pixels pixels = Pixels.owning(width, height, noise(3 * width * height));
        List<Listing> batch = Collections.nCopies(Device.MAX_ROWS / 2,
                new Listing("id", "title", "", new Image.Linked("picture")));
        try (Models models = open(
                Pictures.oneByOne(image -> new Pictures.Content(Image.Encoded.of(new byte[0]), bytes -> pixels)));
                ExecutorService callers = Executors.newFixedThreadPool(cores + 1)) {
            Modality modality = models.modalities().stream().filter(each -> each.name().equals(picture.name()))
                    .findFirst().orElseThrow();
            long begin = System.nanoTime();
            long early = drive(callers, modality, batch, each.dividedBy(4));
            long before = memory();
            long late = drive(callers, modality, batch, each.minus(each.dividedBy(4)));
            double rate = (early + late) / seconds(begin);
            long after = memory();
            System.out.println(String.format(Locale.ROOT, "memory: %,d MiB after a quarter, %,d MiB at the end",
                    before >> 20, after >> 20));
            if (after > before * (1 + MOST_GROWTH)) {
                throw new IllegalStateException("memory grows");
            }
            return rate;
        }
    }

    private long drive(ExecutorService callers, Modality modality, List<Listing> batch, Duration duration)
            throws InterruptedException, ExecutionException {
        long until = System.nanoTime() + duration.toNanos();
        List<Future<Long>> counts = new ArrayList<>();
        for (int caller = 0; caller <= cores; caller++) {
            counts.add(callers.submit(() -> {
                long pictures = 0;
                while (System.nanoTime() - until < 0) {
                    pictures += modality.examine(batch).join().size();
                }
                return pictures;
            }));
        }
        long pictures = 0;
        for (Future<Long> count : counts) {
            pictures += count.get();
        }
        return pictures;
    }

    /** The memory in bytes: of the GPU as its driver reports it, or of this process on the CPU. */
    private long memory() throws IOException, InterruptedException {
        if (provider == Provider.CPU) {
            return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).findFirst().orElseThrow();
        }
        Process driver = new ProcessBuilder("nvidia-smi", "--query-gpu=memory.used", "--format=csv,noheader,nounits",
                "--id=0").start();
        String used = new String(driver.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        driver.waitFor();
        return Long.parseLong(used) << 20;
    }

    private static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(1).nextBytes(noise);
        return noise;
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
