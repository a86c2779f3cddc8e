// The empty .NET console program that cold workers are measured against.
return 0;
