/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.tsfile.stores;

import com.google.common.util.concurrent.Striped;
import io.tsfile.core.io.StoreLocation;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** An S3 server inside of this process, on the loopback address, with one bucket in memory. */
public final class S3Server implements Closeable {
    private static final String BUCKET = "bucket";
    private static final String ACCESS_KEY = "access";
    private static final String SECRET_KEY = "secret";

    private final S3Proxy server;
    private final Counts counts = new Counts();

    /** Requests of each kind. */
    public record Requests(int reads, int heads, int lists) {}

    /** What becomes of S3's promise that of several conditional writes of one key one succeeds. */
    public enum Promise {
        /** It is kept. */
        KEPT,
        /** The condition is ignored. */
        IGNORED,
        /** The server looks whether the object is there, and writes then. */
        LOOKED_AT_FIRST
    }

    /** Starts a server. */
    public S3Server(Promise promise) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("jclouds.identity", ACCESS_KEY);
        properties.setProperty("jclouds.credential", SECRET_KEY);
        BlobStore objects = BlobStores.create("transient-nio2", properties);
        objects.createContainer(CreateBucketRequest.builder().bucket(BUCKET).build());
        server = S3Proxy.builder()
                .blobStore(new CountedReads(new ConditionalWrites(objects, promise), counts))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                .ignoreUnknownHeaders(true)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .build();
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException("Cannot start the S3 server: " + e.getMessage(), e);
        }
    }

    /** Requests since the last call, or since the server was started. */
    public Requests takeRequests() {
        return new Requests(
                counts.reads().getAndSet(0),
                counts.heads().getAndSet(0),
                counts.lists().getAndSet(0));
    }

    /** A folder of the bucket, with all that a client needs to know. */
    public StoreLocation location(String folder) {
        Map<String, String> configuration = new HashMap<>();
        configuration.put("fs.s3a.endpoint", "http://127.0.0.1:" + server.getPort());
        configuration.put("fs.s3a.endpoint.region", "us-east-1");
        configuration.put("fs.s3a.access.key", ACCESS_KEY);
        configuration.put("fs.s3a.secret.key", SECRET_KEY);
        configuration.put("fs.s3a.path.style.access", "true");
        configuration.put("fs.s3a.connection.ssl.enabled", "false");
        configuration.put("fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
        return StoreLocation.of("s3a://" + BUCKET + "/" + folder, configuration);
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("Cannot stop the S3 server: " + e.getMessage(), e);
        }
    }

    private record Counts(AtomicInteger reads, AtomicInteger heads, AtomicInteger lists) {
        Counts() {
            this(new AtomicInteger(), new AtomicInteger(), new AtomicInteger());
        }
    }

    private static final class CountedReads extends ForwardingBlobStore {
        private final Counts counts;

        CountedReads(BlobStore objects, Counts counts) {
            super(objects);
            this.counts = counts;
        }

        @Override
        public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
            counts.reads().incrementAndGet();
            return super.getBlob(request);
        }

        @Override
        public HeadObjectResponse blobMetadataIfPresent(HeadObjectRequest request) {
            counts.heads().incrementAndGet();
            return super.blobMetadataIfPresent(request);
        }

        @Override
        public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
            counts.heads().incrementAndGet();
            return super.blobMetadata(request);
        }

        @Override
        public ListObjectsV2Response list(ListObjectsV2Request request) {
            counts.lists().incrementAndGet();
            return super.list(request);
        }
    }

    private static final class ConditionalWrites extends ForwardingBlobStore {
        private static final int WRITERS = 2;
        private static final int WAIT_MILLIS = 500;

        private final Promise promise;
        private final Striped<Lock> locks = Striped.lock(64);
        private final CyclicBarrier looked = new CyclicBarrier(WRITERS);

        ConditionalWrites(BlobStore objects, Promise promise) {
            super(objects);
            this.promise = promise;
        }

        @Override
        public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
            if (request.ifNoneMatch() == null) {
                return super.putBlob(request, content);
            }
            return switch (promise) {
                case KEPT -> {
                    // The store behind the server may look first, too.
                    Lock lock = locks.get(request.key());
                    lock.lock();
                    try {
                        yield super.putBlob(request, content);
                    } finally {
                        lock.unlock();
                    }
                }
                case IGNORED -> super.putBlob(unconditional(request), content);
                case LOOKED_AT_FIRST -> {
                    if (blobExists(request.bucket(), request.key())) {
                        yield super.putBlob(request, content);
                    }
                    awaitAnother();
                    yield super.putBlob(unconditional(request), content);
                }
            };
        }

        private static PutObjectRequest unconditional(PutObjectRequest request) {
            return request.toBuilder().ifNoneMatch(null).build();
        }

        /** Waits until another request has looked, so that a race is certain where there is one. */
        private void awaitAnother() {
            try {
                looked.await(WAIT_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | BrokenBarrierException e) {
                looked.reset();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
