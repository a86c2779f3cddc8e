using PProcess.Core.Tests.Contract;
using PProcess.Core.Tests.Forking;
using PProcess.Core.Tests.Sharing;
using PProcess.Core.Tests.Workers;

namespace PProcess.Core.Tests.ForkServing;

public sealed class ForkServerFunctionTests(SharedForkServer server) : FunctionContract(server.Launcher);

public sealed class ForkServerSignatureTests(SharedForkServer server) : SignatureContract(server.Launcher);

public sealed class ForkServerMessageTests(SharedForkServer server) : MessageContract(server.Launcher);

public sealed class ForkServerPipeTests(SharedForkServer server) : PipeContract(server.Launcher);

public sealed class ForkServerFailureTests(SharedForkServer server) : FailureContract(server.Launcher);

public sealed class ForkServerEndTests(SharedForkServer server) : EndContract(server.Launcher);

public sealed class ForkServerWorkerTests(SharedForkServer server) : WorkerContract(server.Launcher);

public sealed class ForkServerSharedBufferTests(SharedForkServer server) : SharedBufferContract(server.Launcher);

public sealed class ForkServerLargeValueTests(SharedForkServer server) : LargeValueContract(server.Launcher);

public sealed class ForkServerForkTests(SharedForkServer server) : ForkContract(server.Launcher);

public sealed class ForkServerForkEndTests(SharedForkServer server) : ForkEndContract(server.Launcher);

public sealed class ForkServerDeathTests(SharedForkServer server) : WorkerDeathContract(server.Launcher);

public sealed class ForkServerDeathAmongManyTests(SharedForkServer server) : WorkerDeathAmongManyContract(server.Launcher);

public sealed class ForkServerStandardStreamTests(SharedForkServer server) : StandardStreamContract(server.Launcher);

public sealed class ForkServerDeepValueTests(SharedForkServer server) : DeepValueContract(server.Launcher);

public sealed class ForkServerEnvironmentTests(SharedForkServer server) : WorkerEnvironmentContract(server.Launcher);
