package io.dunlin.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.http.endpoint.ApiClient.Answer;
import io.dunlin.http.querylog.QueryObserver;
import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A deletion whose second selector the disk refuses at first. */
@Timeout(30)
class DeletionTest {
    private final List<String> deleted = new ArrayList<>();
    private boolean refusing = true;

    private final class Admin implements DatabaseAdmin {
        @Override
        public void delete(long minTime, long maxTime, List<LabelMatcher> matchers) {
            String name = matchers.get(0).value();
            if (refusing && name.equals("b")) {
                throw new StorageException("No space left on device");
            }
            deleted.add(name);
        }

        @Override
        public boolean cleanTombstones() {
            return true;
        }

        @Override
        public String snapshot(boolean withHead) {
            return "none";
        }
    }

    @Test
    void saysWhatIsDoneAndIsCompletedByAskingAgain() throws IOException {
        try (ApiFixture api = new ApiFixture(
                new FixedStorage(),
                new ScriptedEngine(),
                new PromqlText(ParserOptions.defaults()),
                QueryObserver.NONE,
                Optional.of(new Admin()))) {
            Answer failed = delete(api);
            assertThat(failed.status()).isEqualTo(500);
            assertThat(failed.json().get("error").textValue())
                    .isEqualTo("the deletion is done for 1 of 3 selectors and may be done in part for b;"
                            + " send it again to complete it: No space left on device");
            refusing = false;
            assertThat(delete(api).status()).isEqualTo(204);
        }
        assertThat(deleted).containsExactly("a", "a", "b", "c");
    }

    private static Answer delete(ApiFixture api) {
        return api.post("/api/v1/admin/tsdb/delete_series", "match[]", "a", "match[]", "b", "match[]", "c");
    }
}
