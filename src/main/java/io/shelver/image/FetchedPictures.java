// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.catalog.Image;
import io.shelver.classify.Pictures;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.hc.client5.http.ssl.TlsSocketStrategy;

/**
 * Pictures that come as bytes or by link. Its own threads follow the links of a batch side by side; the thread that
 * asks for the pixels decodes the bytes. A fetching thread holds its picture until the caller takes it, and fetches
 * nothing meanwhile. So memory never holds more fetched pictures than there are threads.
 */
public final class FetchedPictures implements Pictures, AutoCloseable {
    private final PictureDecoder decoder = new PictureDecoder();
    private final PictureSource source;
    private final Duration timeout;
    private final ThreadPoolExecutor threads;

    FetchedPictures(PictureSource source, FetchLimits limits) {
        this.source = source;
        this.timeout = limits.timeout();
        this.threads = new ThreadPoolExecutor(limits.parallel(), limits.parallel(), 10, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name("shelver-fetch-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** @throws IOException if another process uses the folder of the cache */
    public static FetchedPictures open(LinkSettings settings, FetchListener listener) throws IOException {
        return open(settings, listener, HostResolver.SYSTEM, LinkTls.createDefault());
    }

    static FetchedPictures open(LinkSettings settings, FetchListener listener, HostResolver resolver,
            TlsSocketStrategy tls) throws IOException {
        Optional<PictureCache> cache = PictureCache.open(settings.cache(), listener);
        PictureSource http = new HttpSource(settings.rules(), settings.headers(), settings.limits(),
                settings.patience(), resolver, tls);
        // The AWS SDK is not even loaded if nothing uses it.
        PictureSource network = settings.rules().schemes().contains(Scheme.S3)
                ? new RoutedSource(new S3Source(settings.s3(), settings.limits()), http)
                : http;
        PictureSource fetching = new CountedSource(new RetriedSource(network, settings.patience(), new SecureRandom()),
                listener);
        PictureSource source = cache.<PictureSource>map(each -> new CachedSource(fetching, each, listener))
                .orElse(fetching);
        return new FetchedPictures(source, settings.limits());
    }

    @Override
    public Reading start(List<Image> images, Duration budget) {
        return FetchedReading.start(images, budget, timeout, source, decoder, threads);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        source.close();
    }
}
