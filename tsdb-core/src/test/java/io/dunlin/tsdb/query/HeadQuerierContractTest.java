package io.dunlin.tsdb.query;

import io.dunlin.tsdb.head.Head;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.View;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoMemoryLeak.class)
class HeadQuerierContractTest extends QuerierContractTest {
    @Override
    protected Subject subject(Map<Labels, ? extends Map<Long, Double>> samples) {
        Head head = MergedQuerierContractTest.head(samples);
        View view = new MergedView(head.view(), List.of());
        return new Subject() {
            @Override
            public Querier querier(long minTime, long maxTime) {
                return view.querier(minTime, maxTime);
            }

            @Override
            public void close() {
                view.close();
                head.close();
            }
        };
    }
}
