-- Adds to a counter, whose time begins with its first addition. Keys: counter. Arguments: amount; time to live.
local sum = redis.call('INCRBY', KEYS[1], ARGV[1])
if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return { sum }
